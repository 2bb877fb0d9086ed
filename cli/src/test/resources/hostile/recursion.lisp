; recurses without an end | depth-exceeded
(define (down n) (+ 1 (down n)))
(down 1)
