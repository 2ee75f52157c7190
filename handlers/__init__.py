"""What is said: commands, views and catalogues. Asks `storage`, answers with `views.message.Message`.

People's text is made only here. Nothing here decides when something runs.
"""
