package io.millrace.engine;

/** A parker on which nobody sleeps: it tells who would, and counts who would be roused. */
final class Bed extends Parker {

    int roused;

    Bed() {
        super(Time.system());
    }

    @Override
    void sleep() throws InterruptedException {
        throw new InterruptedException("would sleep");
    }

    @Override
    void rouse(Thread sleeper) {
        roused++;
    }
}
