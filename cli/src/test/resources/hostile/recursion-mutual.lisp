; two procedures recurse into each other without an end | depth-exceeded
(define (ping n) (+ 1 (pong n)))
(define (pong n) (+ 1 (ping n)))
(ping 1)
