; makes fresh symbols for ever | limit
(while #t (gensym "fresh"))
