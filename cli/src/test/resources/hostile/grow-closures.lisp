; closes over ever more frames | limit
(define (grow f) (grow (lambda () (f))))
(grow (lambda () 1))
