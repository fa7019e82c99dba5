"""Files that somebody gave: private, checked, named by what they hold, and handed back only as a download."""
