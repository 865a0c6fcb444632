"""Commission (提成, figures.md §5): from facts of money to what each of them changes in a rep's commission; no SQL, no screen.

plan: what a policy says, and whom it covers · windows: which window a fact falls into · sums: the arithmetic of one window ·
accounts: a rep's windows and the lines that facts write · sharing: whose a fact's money is, and its sources of rate ·
attaining: how an attainment grows · walk: the facts in order, into the accounts · replay, reasons, part_reasons: why.
"""
