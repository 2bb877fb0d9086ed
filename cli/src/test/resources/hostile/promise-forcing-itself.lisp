; a promise that forces itself | native-fn depth-exceeded user
(define p (delay (force p)))
(force p)
