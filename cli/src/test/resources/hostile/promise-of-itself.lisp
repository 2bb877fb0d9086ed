; prints a promise that holds itself | user
(define p (delay p))
(force p)
(print p)
(throw (str p))
