; acts for ever | limit
(while #t (vigy-noop))
