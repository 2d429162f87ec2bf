"""How people fare: occupancy, falls, sickness, and the statistics that are honest about small homes.

Beside this file stands what needs nothing else of Hearth: `statistics`, `spc` (charts over time) and `funnel`
(homes beside each other) are functions of numbers that others may call by these paths, with the `signals`
that points bear and the `arguments` that make sense; `terms` is what is measured, `periods` what days count.

The folders, whole before part: `pages` show what GraphQL answers, with their `templates`; `charts` draw it;
`queries` are what may be asked; `words` say what figures show; `counting` makes figures of what `read_models`
keep of events.
"""
