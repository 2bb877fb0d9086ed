; keys of one hash code: a map as a list, if one is careless | user limit
(define (names n acc)
  (if (= n 0) acc
    (names (- n 1) (append (map (lambda (s) (string-append s "Aa")) acc)
                           (map (lambda (s) (string-append s "BB")) acc)))))
(define m (into-hash-map (map (lambda (s) (list s 1)) (names 14 (list "")))))
(throw (str "survived " (hash-map-count m)))
