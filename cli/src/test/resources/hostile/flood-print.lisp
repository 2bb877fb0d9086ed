; prints for ever | limit
(while #t (print "all work and no play makes a dull log"))
