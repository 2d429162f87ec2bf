"""Who may come in and what each may do.

`viewer` knows what each role may do, `recognition` whose token or session a request brings, and
`authentication` asks it before anything is answered. The folders: `accounts` (people, tokens and the homes
they are for), `secrets` (how passwords, PINs and codes are kept, and how guessing is slowed down),
`sign_in` (everything by which people come in), `sessions` and `devices` (where somebody is signed in, and who
recorded there), `audit` (who did what), `pages` with their `templates`.
"""
