; loops for ever | limit
(while #t 1)
