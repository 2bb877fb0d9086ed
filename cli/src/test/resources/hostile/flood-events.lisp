; reports for ever | limit
(while #t (vigy-event "again" "and again"))
