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
        InputTime time = channel.time;
        for (int i = 0; i < elements && !constants.instance().isDone(); i++) {
            Object element = channel.take(cursor);
            if (time != null) {
                time.advance(cursor.watermark);
            }
            if (element instanceof Control control) {
                control(control, time, constants.root());
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

    private static void control(Control control, @Nullable InputTime time, Target root)
            throws InterruptedException {
        switch (control) {
            case Control.End _ -> {
                if (time != null) {
                    time.end();
                }
                root.end();
            }
            case Control.FailedItem failed ->
                    root.fail(failed.item, failed.operation, failed.cause);
            case Control.Watermark _, Control.Barrier _ ->
                    throw new AssertionError("nothing sends these");
        }
    }
}
