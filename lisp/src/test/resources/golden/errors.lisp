; Order of checks.
(undefined-function (display "x"))  => ! unbound symbol: undefined-function at 1..19
((begin 5) (throw :first))  => ! user error: :first
(car (throw 1) 2 3)  => ! user error: 1
((lambda (x) x) (throw 1) 2)  => ! user error: 1
(let ((a (throw 1)) (2 3)) a)  => ! bad special form `let`: binding name must be a symbol at 21..22
(set! x (throw 1))  => ! user error: 1
(define 5 (throw 1))  => ! bad special form `define`: second form must be a symbol or (name args) list at 8..9
; Spans of calls.
(define (f x) (+ x "a")) (f 1)  => ! type mismatch: expected number, got string at 14..23
(define (f x) x) (apply f '(1 2))  => ! arity mismatch in <closure>: expected Exact(1), got 2 at 17..33
(define (f) (g 1)) (define (g) 1) (f)  => ! arity mismatch in <closure>: expected Exact(0), got 1 at 12..17
(define (f &rest r) (g r)) (define (g a b c d) 1) (f)  => ! arity mismatch in <closure>: expected Exact(4), got 1 at 20..25
(foldl (lambda (a x) (car x)) 0 '(1))  => ! type mismatch: expected pair, got int at 21..28
(force (delay (car 5)))  => ! type mismatch: expected pair, got int at 14..21
(eval '(car 5))  => ! type mismatch: expected pair, got int at 0..15
(define (f n) (if (= n 0) (car n) (f (- n 1)))) (f 3)  => ! type mismatch: expected pair, got int at 26..33
(map (lambda (x) (vanish x)) '(1))  => ! unbound symbol: vanish at 18..24
(sort-by (lambda (a b) (car a)) '(1 2))  => ! type mismatch: expected pair, got int at 23..30
(< 1 2 (throw 3))  => ! user error: 3
(+ 9223372036854775807 1)  => ! integer overflow in `+` at 0..25
(- -9223372036854775808 1)  => ! integer overflow in `-` at 0..26
(- 0 -9223372036854775808)  => ! integer overflow in `-` at 0..26
(* 4611686018427387904 2)  => ! integer overflow in `*` at 0..25
(* -1 -9223372036854775808)  => ! integer overflow in `*` at 0..27
(* 4611686018427387904 -2)  => -9223372036854775808
(< "a" 1)  => ! type mismatch: expected number, got string at 0..9
(<= 1 "a")  => ! type mismatch: expected number, got string at 0..10
(car '())  => ! in native fn car: car of empty list at 0..9
(null? 5)  => #f
; Special forms that come apart.
(cond ((= 1 1) :ok) 5)  => :ok
(cond ((= 1 2) :ok) 5)  => ! bad special form `cond`: clause must be a list at 20..21
(lambda (x &rest) x)  => ! bad special form `lambda`: &rest needs a name at 8..17
(define (f &rest a b) 1)  => ! bad special form `lambda`: &rest must be the last param at 8..21
(define (f 1) 1)  => ! bad special form `lambda`: param must be a symbol at 11..12
(define (f))  => ! bad special form `define`: expected (define name expr) or (define (name args) body) at 0..12
(set! x)  => ! bad special form `set!`: expected (set! name expr) at 0..8
(set! 5 1)  => ! bad special form `set!`: first arg must be a symbol at 6..7
(delay)  => ! bad special form `delay`: expected (delay expr) at 0..7
(eval)  => ! bad special form `eval`: expected (eval form) at 0..6
(macroexpand)  => ! bad special form `macroexpand`: expected (macroexpand[-1] form) at 0..13
(macroexpand-1 1 2)  => ! bad special form `macroexpand-1`: expected (macroexpand[-1] form) at 0..19
(quasiquote)  => ! bad special form `quasiquote`: expected 1 arg, got 0 at 0..12
(unless)  => ! bad special form `unless`: need a test at 0..8
(let* ((x 1)))  => ! bad special form `let*`: expected (let* ((name expr)...) body...) at 0..14
(letrec 5 1)  => ! bad special form `letrec`: bindings must be a list at 8..9
((lambda () (let* ((x 1)))))  => ! bad special form `let*`: expected ((name expr)...) body... at 12..26
(define (f) (+ 1 (let ()))) (f)  => ! bad special form `let`: expected (let ((name expr)...) body...) at 17..25
(require)  => ! bad special form `require`: expected (require "path" [:as alias] [:refer (...)]) at 0..9
(provide x)  => ! bad special form `provide`: `provide` only valid at module top level — embedder evaluating top-level code has no current module at 0..11
(when #t (require "x"))  => ! bad special form `require`: module-system forms are only valid at top level — wrap your call in (eval (quote ...)) if you really need it dynamic at 9..22
; Handlers.
(try (throw ()) (catch (e) (null? e)))  => #t
(try (let ((x (car 5))) x) (catch (e) (list (error-tag e) (error-data e))))  => (:type-mismatch ())
(try (try (car 5) (catch (e) (throw e))) (catch (e) (error-tag e)))  => :type-mismatch
(try (+ 1 (try (throw 1) (catch (e) (throw (list e 2))))) (catch (e) e))  => (1 2)
(define (f n) (if (= n 0) (throw :deep) (+ 1 (f (- n 1))))) (list (try (f 1000) (catch (e) e)) (try (f 10) (catch (e) e)))  => (:deep :deep)
(define (f n) (try (if (= n 0) (throw :x) (f (- n 1))) (catch (e) (throw (list e))))) (try (f 3) (catch (e) e))  => ((((:x))))
(define (f n) (+ 1 (f n))) (define (g n) (if (= n 0) :ok (begin (try (f 1) (catch (e) e)) (g (- n 1))))) (g 3)  => :ok
