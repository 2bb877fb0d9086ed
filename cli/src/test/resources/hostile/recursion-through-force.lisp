; recurses through promises | depth-exceeded
(define (down) (force (delay (+ 1 (down)))))
(down)
