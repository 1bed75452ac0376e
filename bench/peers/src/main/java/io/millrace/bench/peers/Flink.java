package io.millrace.bench.peers;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Flink: one cluster in this process, object reuse on, a job a run. */
final class Flink {

    private final MiniCluster cluster;

    private Flink(int slots) throws Exception {
        Configuration config = configuration();
        config.setString("taskmanager.cpu.cores", "2");
        config.setString("taskmanager.memory.task.heap.size", "1g");
        config.setString("taskmanager.memory.task.off-heap.size", "128m");
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(config)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(slots)
                                .withRandomPorts()
                                .build());
        cluster.start();
    }

    private static Configuration configuration() {
        Configuration config = new Configuration();
        config.setString("taskmanager.memory.managed.size", "16m");
        config.setString("taskmanager.memory.network.min", "64m");
        config.setString("taskmanager.memory.network.max", "64m");
        config.setString("pipeline.generic-types", "false");
        config.setString("pipeline.object-reuse", "true");
        config.setString("rest.port", "0");
        config.setString("restart-strategy.type", "none");
        // the default keeps checkpoints in memory, and fails those of more than 5 MB
        config.setString("execution.checkpointing.storage", "filesystem");
        config.setString(
                "execution.checkpointing.dir",
                Workspace.file("flink-checkpoints").toUri().toString());
        return config;
    }

    /** Takes what arrives. */
    private record ToArrivals() implements Sink<Reading> {
        @Override
        public SinkWriter<Reading> createWriter(WriterInitContext context) {
            return new ArrivalsWriter(Arrivals.current());
        }
    }

    private record ArrivalsWriter(Arrivals arrivals) implements SinkWriter<Reading> {
        @Override
        public void write(Reading reading, Context context) {
            arrivals.accept(reading);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }

    /** All operators in one task. */
    static Pipeline chain() throws Exception {
        Flink flink = new Flink(1);
        return (items, _) -> {
            StreamExecutionEnvironment job = job();
            source(job, items)
                    .map(Reading::scaled)
                    .filter(Reading::isKept)
                    .map(Reading::shifted)
                    .sinkTo(new ToArrivals());
            flink.run(job);
        };
    }

    /** Five tasks; each item becomes bytes on its way from one to the next. */
    static Pipeline hops() throws Exception {
        Flink flink = new Flink(1);
        return (items, _) -> {
            StreamExecutionEnvironment job = job();
            source(job, items)
                    .map(Reading::scaled)
                    .startNewChain()
                    .filter(Reading::isKept)
                    .startNewChain()
                    .map(Reading::shifted)
                    .startNewChain()
                    .sinkTo(new ToArrivals())
                    .disableChaining();
            flink.run(job);
        };
    }

    static Pipeline fan() throws Exception {
        Flink flink = new Flink(8);
        return (items, _) -> {
            StreamExecutionEnvironment job = job();
            source(job, items)
                    .rebalance()
                    .map(Reading::scaledAndShifted)
                    .setParallelism(8)
                    .sinkTo(new ToArrivals())
                    .setParallelism(1);
            flink.run(job);
        };
    }

    /** Counts the items of each key in windows of event time, with a checkpoint each second. */
    static Pipeline windows(long keys) throws Exception {
        Flink flink = new Flink(1);
        return (items, _) -> {
            StreamExecutionEnvironment job = job();
            job.enableCheckpointing(1_000);
            job.fromSequence(0, items - 1)
                    .map(
                            id -> {
                                if (id == 0) {
                                    Arrivals.current().begin();
                                }
                                return Windows.Item.of(id, keys);
                            })
                    .returns(TypeInformation.of(Windows.Item.class))
                    .assignTimestampsAndWatermarks(
                            WatermarkStrategy.<Windows.Item>forMonotonousTimestamps()
                                    .withTimestampAssigner((item, _) -> item.time()))
                    .keyBy(Windows.Item::key, TypeInformation.of(Long.class))
                    .window(TumblingEventTimeWindows.of(Windows.SIZE))
                    .aggregate(
                            new Count(),
                            new Whole(),
                            TypeInformation.of(Long.class),
                            TypeInformation.of(Windows.Counted.class))
                    .sinkTo(new CountsToArrivals());
            flink.run(job);
        };
    }

    /** Puts the window and its key beside the count. */
    private static final class Whole
            implements WindowFunction<Long, Windows.Counted, Long, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void apply(
                Long key,
                TimeWindow window,
                Iterable<Long> counts,
                Collector<Windows.Counted> out) {
            for (Long count : counts) {
                out.collect(new Windows.Counted(key, window.getStart(), window.getEnd(), count));
            }
        }
    }

    private static final class Count implements AggregateFunction<Windows.Item, Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long createAccumulator() {
            return 0L;
        }

        @Override
        public Long add(Windows.Item item, Long count) {
            return count + 1;
        }

        @Override
        public Long getResult(Long count) {
            return count;
        }

        @Override
        public Long merge(Long one, Long other) {
            return one + other;
        }
    }

    /** Takes the counts that arrive. */
    private record CountsToArrivals() implements Sink<Windows.Counted> {
        @Override
        public SinkWriter<Windows.Counted> createWriter(WriterInitContext context) {
            return new CountsWriter(Arrivals.current());
        }
    }

    private record CountsWriter(Arrivals arrivals) implements SinkWriter<Windows.Counted> {
        @Override
        public void write(Windows.Counted counted, Context context) {
            arrivals.accept(counted.count(), 0);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }

    private static StreamExecutionEnvironment job() {
        return StreamExecutionEnvironment.createLocalEnvironment(1, configuration());
    }

    /** Makes the items; starts the clock, which set-up of the job is not to count for. */
    private static SingleOutputStreamOperator<Reading> source(
            StreamExecutionEnvironment job, long items) {
        return job.fromSequence(0, items - 1)
                .map(
                        id -> {
                            if (id == 0) {
                                Arrivals.current().begin();
                            }
                            return Feed.item(id);
                        })
                .returns(TypeInformation.of(Reading.class));
    }

    private void run(StreamExecutionEnvironment job) throws Exception {
        cluster.executeJobBlocking(job.getStreamGraph().getJobGraph());
    }
}
