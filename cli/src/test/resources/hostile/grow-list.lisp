; conses for ever | limit
(define (grow xs) (grow (cons 1 xs)))
(grow '())
