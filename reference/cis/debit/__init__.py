"""Automatic debit: bills go to the bank in a file, its results come back in a file, and nothing is collected twice.

Of a bill that is sent nothing may be paid at a counter until the bank has answered. The rules are ours:

| when | what |
|---|---|
| 16:00 of a bank day | the bills to be debited on the next bank day leave: those due before the bank day after that |
| noon of the bank day after the debit | the result must be in; if not, its bills may be paid elsewhere again |
| a bill whose answer is missing | is not sent again: the bank might collect it twice |
| a result | answers every debit of one file, each once, with its amount, or is refused whole |
| money of a bill that is paid already | is kept as an advance deposit |

A debit asks for the bill alone: who pays by mandate is never late by our doing. What a rejection leads to: `acts`.
"""
