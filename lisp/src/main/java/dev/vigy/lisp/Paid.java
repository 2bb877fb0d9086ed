package dev.vigy.lisp;

import dev.vigy.lisp.run.Activation;
import dev.vigy.lisp.run.Cost;
import dev.vigy.lisp.value.Charge;

/// Has a run pay for what is converted between Lisp and Java.
record Paid(Activation run) implements Charge {
  @Override
  public void work(long amount) {
    run.step(amount);
    run.allocate(amount * Cost.CELL);
  }

  @Override
  public void level() {
    run.allocate(Cost.OBJECT);
  }
}
