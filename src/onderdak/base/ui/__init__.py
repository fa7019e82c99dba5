"""What every page is made of: layout, navigation, components, charts and maps."""
