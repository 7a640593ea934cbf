"""The look of the platform: layout, forms, navigation, start page, errors, security headers, charts."""
