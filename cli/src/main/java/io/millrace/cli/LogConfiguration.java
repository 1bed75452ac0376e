package io.millrace.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.ContextAwareBase;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Sends log lines to stderr: of components from INFO, of everything else from WARN.
 *
 * <p>Found by Logback as a service, which takes a tenth of the time of a configuration file.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {

    /** The logger above those of all components. */
    private static final String COMPONENTS = "millrace";

    /** Called by the service loader. */
    public LogConfiguration() {}

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        var appender = new ToTerminal();
        appender.setContext(loggers);
        appender.start();
        var root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        loggers.getLogger(COMPONENTS).setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Logs more, from now on. */
    static void verbose() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers) {
            loggers.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
            loggers.getLogger(COMPONENTS).setLevel(Level.DEBUG);
        }
    }

    /** Logs nothing, from now on. */
    static void quiet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers) {
            loggers.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
            loggers.getLogger(COMPONENTS).setLevel(Level.OFF);
        }
    }

    /** Writes events as lines of the terminal: time, level, logger, message. */
    private static final class ToTerminal extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            Instant time = event.getInstant().truncatedTo(ChronoUnit.MILLIS);
            var line = new StringBuilder();
            line.append(time).append(' ').append(event.getLevel()).append(' ');
            line.append(event.getLoggerName()).append(": ").append(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                line.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
            Terminal.system().say(line.toString());
        }
    }
}
