"""What the region needs: shortage occupations and education targets of the regional plan, as content and as reasons."""
