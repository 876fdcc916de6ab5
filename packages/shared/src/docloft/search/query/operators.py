"""Words that combine the parts of a query, in the languages of the site. In lower case, they are ordinary words."""

AND = frozenset({"AND", "UND", "&", "&&"})
OR = frozenset({"OR", "ODER", "|", "||"})
NOT = frozenset({"NOT", "NICHT"})
ALL = AND | OR | NOT
