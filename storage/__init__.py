"""What is known: articles, cited facts, the corpus files they come from and the database they rest in.

Nothing here knows Telegram, and nothing here makes sentences for people.
"""
