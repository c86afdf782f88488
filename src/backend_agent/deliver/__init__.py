"""From recorded values to a branch and reports in Markdown, JSON and HTML."""
