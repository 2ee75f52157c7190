"""``python -m bot``, the same as the installed command ``mujaz``."""

from bot.cli import main

if __name__ == "__main__":
    main()
