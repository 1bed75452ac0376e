package io.millrace.testkit;

import io.millrace.api.Component;
import io.millrace.api.Context;
import io.millrace.api.Input;
import io.millrace.api.Ports;
import io.millrace.api.Streams;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes items, every other one only after a while, and ends early if it is told to. */
@Ports(outputs = {})
final class DawdlingTaker implements Component {

    final List<Object> items = new ArrayList<>();
    boolean hasEnded;

    private final int most;
    private @Nullable Context context;

    DawdlingTaker(int most) {
        this.most = most;
    }

    @Override
    public void setup(Context given) {
        context = given;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // it gives others their turn on purpose
    public void process(Streams streams) throws Exception {
        Input<Object> input = streams.receive(Input.DEFAULT, Object.class);
        while (items.size() < most && context != null) {
            Optional<Object> item = input.receive();
            if (item.isEmpty()) {
                return;
            }
            items.add(item.get());
            if (items.size() % 2 == 0) {
                context.sleep(Duration.ofMillis(context.random().nextInt(1, 10)));
            } else {
                Thread.yield();
            }
        }
        hasEnded = true;
    }

    @Override
    public String toString() {
        return most == Integer.MAX_VALUE ? "all" : Integer.toString(most);
    }
}
