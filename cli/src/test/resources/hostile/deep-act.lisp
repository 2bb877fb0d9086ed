; a list nested 100,000 deep as the payload of a subject | limit
(define (nest n x) (if (= n 0) x (nest (- n 1) (list x))))
(define deep (nest 100000 1))
(vigy-act :update "subject" deep)
