package io.millrace.engine;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;

/** The loop of a chain over a batch. Copied by {@link Copies}. */
final class CopiedLoop implements ChainTask.ChainLoop {

    /** What a copy calls. */
    record Constants(Target root, Task task, Instance instance, Cursor cursor) {}

    private static final @Nullable Constants COPIED =
            Copies.constants(MethodHandles.lookup(), Constants.class);

    private final Constants own;

    CopiedLoop(Constants own) {
        this.own = own;
    }

    @Override
    public void drain(Channel channel, int elements) throws InterruptedException {
        Constants constants = COPIED != null ? COPIED : own;
        Cursor cursor = constants.cursor();
        cursor.stream = channel.input;
        InputTime time = channel.inputTime;
        for (int i = 0; i < elements && !constants.instance().isDone(); i++) {
            Object element = channel.take(cursor);
            if (time != null) {
                time.arrive(cursor.watermark);
            }
            if (element instanceof Control control) {
                if (control(control, channel, constants.root())) {
                    return;
                }
            } else {
                constants.root().accept(element);
            }
            if (constants.task().isCalled()) {
                constants.task().attend();
                if (constants.instance().time().isDue()) {
                    return;
                }
            }
        }
    }

    /** Deals with what is no item; returns whether the channel is held back from now on. */
    private static boolean control(Control control, Channel channel, Target root)
            throws InterruptedException {
        switch (control) {
            case Control.End _ -> {
                channel.drained();
                if (channel.inputTime != null) {
                    channel.inputTime.end();
                }
                root.end();
            }
            case Control.FailedItem failed ->
                    root.fail(failed.item, failed.operation, failed.cause);
            case Control.Barrier barrier -> {
                channel.hold(barrier);
                return true;
            }
            case Control.Watermark _ -> throw new AssertionError("nothing sends these");
        }
        return false;
    }
}
