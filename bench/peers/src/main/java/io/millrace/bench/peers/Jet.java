package io.millrace.bench.peers;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.function.FunctionEx;
import com.hazelcast.function.PredicateEx;
import com.hazelcast.function.SupplierEx;
import com.hazelcast.jet.aggregate.AggregateOperations;
import com.hazelcast.jet.config.EdgeConfig;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.core.DAG;
import com.hazelcast.jet.core.Edge;
import com.hazelcast.jet.core.Processor;
import com.hazelcast.jet.core.ProcessorMetaSupplier;
import com.hazelcast.jet.core.ProcessorSupplier;
import com.hazelcast.jet.core.Vertex;
import com.hazelcast.jet.core.processor.Processors;
import com.hazelcast.jet.datamodel.KeyedWindowResult;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.jet.pipeline.StreamSource;
import com.hazelcast.jet.pipeline.WindowDefinition;

import org.jspecify.annotations.Nullable;

import java.util.function.LongFunction;

/** Hazelcast Jet: one member in this process, queues of 1,024 items. */
final class Jet {

    private static final EdgeConfig QUEUE = new EdgeConfig().setQueueSize(1024);

    private final HazelcastInstance member;

    private Jet() {
        Config config = new Config();
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getJetConfig().setEnabled(true);
        member = Hazelcast.newHazelcastInstance(config);
    }

    /** Makes the items; starts the clock, which set-up of the job is not to count for. */
    private static final class Numbers extends AbstractProcessor {
        private final long items;
        private final LongFunction<?> make;
        private long next;

        Numbers(long items, LongFunction<?> make) {
            this.items = items;
            this.make = make;
        }

        @Override
        public boolean complete() {
            if (next == 0) {
                Arrivals.current().begin();
            }
            return emitFromTraverser(this::nextItem);
        }

        private @Nullable Object nextItem() {
            return next < items ? make.apply(next++) : null;
        }
    }

    /** Takes what arrives. */
    private static final class Sink extends AbstractProcessor {
        private final Arrivals arrivals = Arrivals.current();

        @Override
        protected boolean tryProcess(int ordinal, Object item) {
            arrivals.accept((Reading) item);
            return true;
        }
    }

    static Pipeline hops() {
        Jet jet = new Jet();
        return (items, _) -> {
            DAG dag = new DAG();
            Vertex source = source(dag, items);
            Vertex scale =
                    dag.newVertex(
                            "scale",
                            Processors.mapP((FunctionEx<Reading, Reading>) Reading::scaled));
            Vertex keep =
                    dag.newVertex(
                            "keep", Processors.filterP((PredicateEx<Reading>) Reading::isKept));
            Vertex shift =
                    dag.newVertex(
                            "shift",
                            Processors.mapP((FunctionEx<Reading, Reading>) Reading::shifted));
            Vertex sink = dag.newVertex("sink", Sink::new).localParallelism(1);
            dag.edge(hop(source, scale.localParallelism(1)))
                    .edge(hop(scale, keep.localParallelism(1)))
                    .edge(hop(keep, shift.localParallelism(1)))
                    .edge(hop(shift, sink));
            jet.run(dag);
        };
    }

    static Pipeline fan() {
        Jet jet = new Jet();
        return (items, _) -> {
            DAG dag = new DAG();
            Vertex source = source(dag, items);
            Vertex work =
                    dag.newVertex(
                                    "work",
                                    Processors.mapP(
                                            (FunctionEx<Reading, Reading>)
                                                    Reading::scaledAndShifted))
                            .localParallelism(8);
            Vertex sink = dag.newVertex("sink", Sink::new).localParallelism(1);
            dag.edge(Edge.between(source, work).setConfig(QUEUE))
                    .edge(Edge.between(work, sink).setConfig(QUEUE));
            jet.run(dag);
        };
    }

    /** Counts the items of each key in windows of event time, with a snapshot each second. */
    static Pipeline windows(long keys) {
        Jet jet = new Jet();
        return (items, _) -> {
            var pipeline = com.hazelcast.jet.pipeline.Pipeline.create();
            pipeline.readFrom(
                            Jet.<Windows.Item>stream(
                                    () -> new Numbers(items, id -> Windows.Item.of(id, keys))))
                    .withTimestamps(Windows.Item::time, 0)
                    .setLocalParallelism(1)
                    .groupingKey(Windows.Item::key)
                    .window(WindowDefinition.tumbling(Windows.SIZE.toMillis()))
                    .aggregate(AggregateOperations.counting())
                    .setLocalParallelism(1)
                    .writeTo(
                            Sinks.fromProcessor(
                                    "sink",
                                    ProcessorMetaSupplier.of(
                                            1, ProcessorSupplier.of(CountSink::new))));
            jet.member
                    .getJet()
                    .newJob(
                            pipeline,
                            new JobConfig()
                                    .setProcessingGuarantee(ProcessingGuarantee.EXACTLY_ONCE)
                                    .setSnapshotIntervalMillis(1_000))
                    .join();
        };
    }

    private static <T> StreamSource<T> stream(SupplierEx<Processor> source) {
        return Sources.streamFromProcessor(
                "source", ProcessorMetaSupplier.of(1, ProcessorSupplier.of(source)));
    }

    /** Takes the counts that arrive. */
    private static final class CountSink extends AbstractProcessor {
        private final Arrivals arrivals = Arrivals.current();

        @Override
        protected boolean tryProcess(int ordinal, Object item) {
            arrivals.accept((Long) ((KeyedWindowResult<?, ?>) item).result(), 0);
            return true;
        }
    }

    private static Vertex source(DAG dag, long items) {
        return dag.newVertex("source", () -> new Numbers(items, Feed::item)).localParallelism(1);
    }

    private static Edge hop(Vertex from, Vertex to) {
        return Edge.between(from, to).isolated().setConfig(QUEUE);
    }

    private void run(DAG dag) {
        member.getJet().newJob(dag).join();
    }
}
