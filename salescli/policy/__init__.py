"""A company's rules as dated data: the policy file, its versions and what they say; no figure is computed here."""
