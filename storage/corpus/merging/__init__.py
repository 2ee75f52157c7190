"""Claims of many articles → milestones, place states, disagreements, series. Pure: values in, values out.

One noun a file; `claims` holds what they share: a claim with its article, its line, its episode, its stage.
"""
