; two procedures call each other in tail position for ever | limit
(define (ping) (pong))
(define (pong) (ping))
(ping)
