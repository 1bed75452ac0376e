package io.millrace.bench.peers;

import io.reactivex.rxjava3.core.Flowable;

import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** RxJava and Reactor: operators in a row, or a thread a stage with 1,024 items between. */
final class Reactive {

    private static final int BUFFER = 1024;

    private Reactive() {}

    static Pipeline rxJavaChain() {
        return (items, arrivals) -> {
            var _ =
                    Flowable.fromIterable(Feed.items(items))
                            .map(Reading::scaled)
                            .filter(Reading::isKept)
                            .map(Reading::shifted)
                            .subscribe(arrivals::accept);
        };
    }

    static Pipeline rxJavaHops() {
        var first = rxJavaThreads(1);
        var second = rxJavaThreads(1);
        var third = rxJavaThreads(1);
        var last = rxJavaThreads(1);
        return (items, arrivals) -> {
            var _ =
                    Flowable.fromIterable(Feed.items(items))
                            .hide()
                            .observeOn(first, false, BUFFER)
                            .map(Reading::scaled)
                            .observeOn(second, false, BUFFER)
                            .filter(Reading::isKept)
                            .observeOn(third, false, BUFFER)
                            .map(Reading::shifted)
                            .observeOn(last, false, BUFFER)
                            .subscribe(arrivals::accept);
        };
    }

    static Pipeline rxJavaFan() {
        var workers = rxJavaThreads(8);
        var sink = rxJavaThreads(1);
        return (items, arrivals) -> {
            var _ =
                    Flowable.fromIterable(Feed.items(items))
                            .hide()
                            .parallel(8, BUFFER)
                            .runOn(workers, BUFFER)
                            .map(Reading::scaledAndShifted)
                            .sequential(BUFFER)
                            .observeOn(sink, false, BUFFER)
                            .subscribe(arrivals::accept);
        };
    }

    private static io.reactivex.rxjava3.core.Scheduler rxJavaThreads(int threads) {
        ExecutorService executor =
                Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
        return io.reactivex.rxjava3.schedulers.Schedulers.from(executor);
    }

    static Pipeline reactorChain() {
        return (items, arrivals) ->
                Flux.fromIterable(Feed.items(items))
                        .map(Reading::scaled)
                        .filter(Reading::isKept)
                        .map(Reading::shifted)
                        .subscribe(arrivals::accept);
    }

    static Pipeline reactorHops() {
        Scheduler first = Schedulers.newSingle("first", true);
        Scheduler second = Schedulers.newSingle("second", true);
        Scheduler third = Schedulers.newSingle("third", true);
        Scheduler last = Schedulers.newSingle("last", true);
        return (items, arrivals) ->
                Flux.fromIterable(Feed.items(items))
                        .hide()
                        .publishOn(first, BUFFER)
                        .map(Reading::scaled)
                        .publishOn(second, BUFFER)
                        .filter(Reading::isKept)
                        .publishOn(third, BUFFER)
                        .map(Reading::shifted)
                        .publishOn(last, BUFFER)
                        .subscribe(arrivals::accept);
    }

    static Pipeline reactorFan() {
        Scheduler workers = Schedulers.newParallel("worker", 8, true);
        Scheduler sink = Schedulers.newSingle("sink", true);
        return (items, arrivals) ->
                Flux.fromIterable(Feed.items(items))
                        .hide()
                        .parallel(8, BUFFER)
                        .runOn(workers, BUFFER)
                        .map(Reading::scaledAndShifted)
                        .sequential(BUFFER)
                        .publishOn(sink, BUFFER)
                        .subscribe(arrivals::accept);
    }
}
