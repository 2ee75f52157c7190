"""An Arabic article → the claims that its sentences make, each cited, with the rules that found it.

An article becomes passages (`passages`); each is marked (`marks`): names, dates, numbers, who speaks; from the
marks come events and figures. The words of the language stand in `data/`, those of the story in the story.
"""
