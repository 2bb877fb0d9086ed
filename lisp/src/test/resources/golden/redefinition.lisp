; A program's own meaning of a library name is seen by its own code at once, by the library never (P-9).
(define (car x) :mine) (list (car 5) (first '(1)))  => (:mine 1)
(set! inc dec) (list (inc 5) (map inc '(1 2)))  => (4 (0 1))
(define (f x) (car x)) (define (car x) (list :mine x)) (f 5)  => (:mine 5)
(define (f a b) (+ a b)) (define before (f 1 2)) (set! + -) (list before (f 1 2))  => (3 -1)
(define (f a b) (< a b)) (define (< a b) :lt) (list (f 1 2) (if (f 1 2) 1 2))  => (:lt 1)
(define (f x) (null? x)) (eval '(define (null? x) :mine)) (list (f 1) (if (f 1) :t :f))  => (:mine :t)
(define (f x) (+ x 1)) (eval '(set! + list)) (f 5)  => (5 1)
(defmacro redefine (name) `(define (,name x) :mine)) (define (f x) (car x)) (redefine car) (f '(1))  => :mine
(define (f) (car '(1))) (define (g) (eval '(define car cdr)) (f)) (list (g) (f))  => (1 1)
(define (f x) (let ((car cdr)) (car x))) (f '(1 2))  => (2)
(define + 5) +  => 5
(define list 5) (list 1)  => ! not callable: value of type int at 16..24
(define (f) (list 1)) (define (list &rest r) (if (null? r) :end (list))) (f)  => :end
(define (loop n) (if (= n 0) :done (again n))) (define (again n) (loop (- n 1))) (loop 100000)  => :done
(define (f n) (if (= n 0) :done (car n))) (define (car n) (f (- n 1))) (f 100000)  => :done
(set! true 0) (list true (if #t 1 2))  => (0 1)
(define nil 7) (list nil (if nil 1 2))  => (7 1)
(define (x) 1) (set! x 5) x  => 5
(set! undefined-name 1)  => ! unbound symbol: undefined-name at 6..20
