package io.millrace.engine;

import java.lang.invoke.MethodHandles;
import java.util.Objects;

/** The loop of a chain, with its root for a constant. Made by {@link Copies}. */
final class CopiedLoop implements ChainTask.ChainLoop {

    /** What a copy calls. */
    record Constants(Target root, Instance instance, Cursor cursor) {}

    private static final Constants CONSTANTS =
            Copies.constants(MethodHandles.lookup(), Constants.class);

    static ChainTask.ChainLoop of(Constants constants) {
        return Copies.of(ChainTask.ChainLoop.class, CopiedLoop.class, constants);
    }

    CopiedLoop() {
        Objects.requireNonNull(CONSTANTS, "a copy");
    }

    @Override
    public void drain(Channel channel, int elements) throws InterruptedException {
        Cursor cursor = CONSTANTS.cursor();
        cursor.stream = channel.input;
        for (int i = 0; i < elements && !CONSTANTS.instance().isDone(); i++) {
            Object element = channel.take(cursor);
            if (element instanceof Control control) {
                control(control);
            } else {
                CONSTANTS.root().accept(element);
            }
        }
    }

    private static void control(Control control) throws InterruptedException {
        switch (control) {
            case Control.End _ -> CONSTANTS.root().end();
            case Control.FailedItem failed ->
                    CONSTANTS.root().fail(failed.item, failed.operation, failed.cause);
            case Control.Watermark _, Control.Barrier _ ->
                    throw new AssertionError("nothing sends these");
        }
    }
}
