package io.millrace.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.EnvironmentException;
import io.millrace.engine.state.StateStore;
import io.millrace.engine.state.StateView;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

class RocksStoreTest {

    @TempDir private Path folder;
    private StateStore store;

    @BeforeEach
    void open() {
        store = new RocksBackend().open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_view_stays_as_it_was() {
        store.put(bytes("a"), bytes("1"));
        store.put(bytes("b"), bytes("1"));

        StateView view = store.view();
        store.put(bytes("a"), bytes("2"));
        store.removeAll(bytes("b"), bytes("z"));
        store.put(bytes("c"), bytes("2"));

        assertThat(view.get(bytes("a"))).isEqualTo(bytes("1"));
        assertThat(view.get(bytes("c"))).isNull();
        assertThat(view.scan(bytes("a"), bytes("z"), 100)).hasSize(2);
        assertThat(store.get(bytes("b"))).isNull();
        assertThat(store.scan(bytes("a"), bytes("c"), 100)).hasSize(1);
        assertThat(store.scan(bytes("a"), bytes("z"), 0)).hasSize(1);
        view.close();
        assertThatThrownBy(() -> view.get(bytes("a"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_was_closed_says_so_and_the_process_goes_on() {
        StateView view = store.view();
        store.close();
        store.close();
        view.close();

        assertThatThrownBy(() -> store.get(bytes("a")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("the run has ended");
        assertThatThrownBy(() -> view.scan(bytes("a"), bytes("z"), 1))
                .isInstanceOf(EnvironmentException.class);
        assertThatThrownBy(store::view).isInstanceOf(EnvironmentException.class);
    }

    @Test
    void two_do_not_share_a_folder() {
        assertThatThrownBy(() -> new RocksBackend().open(folder))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(folder.toString());
    }
}
