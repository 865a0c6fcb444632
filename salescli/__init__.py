"""salescli: a sales team's work in a local ledger, and the appraisal and pay that follow from it."""
