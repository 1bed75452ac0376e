package io.millrace.patterns;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Listens to what the components of the graph {@code test} and the engine log about them. */
final class Logs implements AutoCloseable {

    private final List<Logger> loggers =
            Stream.of("millrace.test", "io.millrace.engine")
                    .map(name -> (Logger) LoggerFactory.getLogger(name))
                    .toList();
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    event.prepareForDeferredProcessing();
                    events.add(event);
                }
            };

    /** Begins to listen, to everything from debug on. */
    Logs() {
        appender.start();
        for (Logger logger : loggers) {
            logger.setAdditive(false);
            logger.setLevel(Level.DEBUG);
            logger.addAppender(appender);
        }
    }

    /** Returns the lines of a level. */
    List<String> lines(Level level) {
        return events.stream()
                .filter(e -> e.getLevel().equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Returns all events. */
    List<ILoggingEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() {
        for (Logger logger : loggers) {
            logger.detachAppender(appender);
            logger.setLevel(null);
            logger.setAdditive(true);
        }
    }
}
