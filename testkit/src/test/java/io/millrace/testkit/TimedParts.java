package io.millrace.testkit;

import io.millrace.api.Context;
import io.millrace.api.ListState;
import io.millrace.api.Output;
import io.millrace.api.StateSpec;
import io.millrace.testkit.LivingParts.Step;

import java.util.ArrayList;
import java.util.List;

/** The components of simulated systems that hold items until it is time. */
final class TimedParts {

    private TimedParts() {}

    /** Holds items in a state, and lets go of some of them. */
    abstract static class Held extends Step {
        ListState<String> held;

        Held(LivingParts.Type type) {
            super(type);
        }

        @Override
        public void setup(Context context) throws Exception {
            super.setup(context);
            held = context.state(spec());
        }

        StateSpec<ListState<String>> spec() {
            return StateSpec.list("held", String.class);
        }

        /**
         * Lets go of those that are due at a time; sees that there are some, unless told not to.
         */
        final void letGo(long time, Output out) throws Exception {
            List<String> left = new ArrayList<>();
            List<String> due = new ArrayList<>();
            for (String item : held.all()) {
                (isDue(item, time) ? due : left).add(item);
            }
            held.clear();
            left.forEach(held::add);
            if (due.isEmpty() && !life.isOver) {
                outside.violation(role.name() + " is called at " + time + " for nothing");
            }
            for (String item : due) {
                pass(textOf(item), "/" + role.name(), out);
            }
        }

        String textOf(String item) {
            return item;
        }

        abstract boolean isDue(String item, long time);
    }

    /** Windows of five numbers. */
    static final class Windows extends Held {
        private static final int SIZE = 5;

        Windows(LivingParts.Type type) {
            super(type);
        }

        @Override
        StateSpec<ListState<String>> spec() {
            return super.spec().perKey();
        }

        private static long end(String item) {
            return (long) (LivingParts.number(item) / SIZE + 1) * SIZE - 1;
        }

        @Override
        void give(String item, Output out) throws Exception {
            if (end(item) <= context.timers().watermark()) {
                super.give(item, out); // it comes too late to wait
            } else {
                held.add(item);
                context.timers().atEventTime(end(item));
            }
        }

        @Override
        boolean isDue(String item, long time) {
            return end(item) == time;
        }

        @Override
        public void onEventTime(long timestamp, Output out) throws Exception {
            if (context.timers().watermark() < timestamp && !life.isOver) {
                outside.violation(role.name() + " is called before " + timestamp);
            }
            letGo(timestamp, out);
        }
    }

    /**
     * Delays each item by some milliseconds of processing time; what is left at the end goes then.
     */
    static final class Delayed extends Held {
        private static final String AT = "@";

        Delayed(LivingParts.Type type) {
            super(type);
        }

        @Override
        void give(String item, Output out) {
            long at = context.clock().now().toEpochMilli() + LivingParts.number(item) % 7;
            held.add(item + AT + at);
            context.timers().atProcessingTime(at);
        }

        @Override
        String textOf(String item) {
            return item.substring(0, item.indexOf(AT));
        }

        @Override
        boolean isDue(String item, long time) {
            return Long.parseLong(item.substring(item.indexOf(AT) + 1)) == time;
        }

        @Override
        public void onProcessingTime(long timestamp, Output out) throws Exception {
            if (!held.isEmpty()) { // a timer of another key may have been set for the same time
                boolean some = held.all().stream().anyMatch(item -> isDue(item, timestamp));
                if (some) {
                    letGo(timestamp, out);
                }
            }
        }

        @Override
        public void onEnd(Output out) throws Exception {
            for (String item : held.all()) {
                pass(textOf(item), "/" + role.name(), out);
            }
            held.clear();
        }
    }
}
