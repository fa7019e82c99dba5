// Passkeys need a script: their buttons work only where one runs, and a refusal is said on the page.
document.addEventListener("DOMContentLoaded", () => {
  for (const id of ["passkey_login", "use_key", "add_key"]) {
    const button = document.getElementById(id);
    if (button) button.disabled = !window.PublicKeyCredential;
  }
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-error").hidden = false;
});
