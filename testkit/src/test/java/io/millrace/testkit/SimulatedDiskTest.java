package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.SimulatedDisk.Answer;
import io.millrace.testkit.SimulatedDisk.Crash;
import io.millrace.testkit.SimulatedDisk.Kind;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

class SimulatedDiskTest {

    private final SimulatedDisk disk = SimulatedDisk.empty();
    private final Path root = disk.getPath("/");
    private final Path file = disk.getPath("/file");

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            channel.write(bytes(text));
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Returns what may be in a file after a loss of power; {@code -} if it is not there. */
    private static SortedSet<String> left(SimulatedDisk disk, String name) throws IOException {
        var all = new TreeSet<String>();
        for (Crash crash : disk.crashes(1, 50)) {
            if (crash.operations() == disk.operations()) {
                Path file = crash.disk().getPath(name);
                all.add(Files.exists(file) ? Files.readString(file).replace('\0', '0') : "-");
            }
        }
        return all;
    }

    @Test
    void a_file_that_was_not_forced_may_be_gone_or_hold_any_part() throws IOException {
        write(file, "abcd");

        assertThat(left(disk, "/file")).contains("-", "", "a", "ab", "abc", "abcd", "0000");
    }

    @Test
    void a_forced_file_in_a_folder_that_was_not_may_be_gone_but_is_whole() throws IOException {
        write(file, "abcd");
        force(file);

        assertThat(left(disk, "/file")).containsExactly("-", "abcd");
    }

    @Test
    void a_name_in_a_forced_folder_is_there_without_the_bytes() throws IOException {
        write(file, "ab");
        force(root);

        assertThat(left(disk, "/file")).containsExactly("", "00", "a", "ab");
    }

    @Test
    void what_was_forced_with_its_folder_is_there() throws IOException {
        write(file, "abcd");
        force(file);
        force(root);

        assertThat(left(disk, "/file")).containsExactly("abcd");
    }

    @Test
    void a_new_folder_is_there_only_when_its_own_parent_was_forced() throws IOException {
        Path folder = Files.createDirectory(disk.getPath("/folder"));
        write(folder.resolve("file"), "ab");
        force(folder.resolve("file"));
        force(folder);

        assertThat(left(disk, "/folder/file")).containsExactly("-", "ab");

        force(root);

        assertThat(left(disk, "/folder/file")).containsExactly("ab");
    }

    @Test
    void an_atomic_move_leaves_the_old_file_or_the_new_one() throws IOException {
        write(file, "old");
        force(file);
        force(root);
        Path next = disk.getPath("/next");
        write(next, "new");
        force(next);

        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);

        assertThat(left(disk, "/file")).containsExactly("new", "old");
        force(root);
        assertThat(left(disk, "/file")).containsExactly("new");
        assertThat(left(disk, "/next")).containsExactly("-");
    }

    @Test
    void a_move_that_is_not_atomic_may_leave_neither_file() throws IOException {
        write(file, "old");
        force(file);
        force(root);
        Path next = disk.getPath("/next");
        write(next, "new");
        force(next);

        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(left(disk, "/file")).containsExactly("-", "new", "old");
    }

    @Test
    void writes_may_be_kept_in_any_order() throws IOException {
        write(file, "....");
        force(file);
        force(root);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(bytes("a"), 0);
            channel.write(bytes("b"), 1);
        }

        assertThat(left(disk, "/file")).contains("....", "a...", ".b..", "ab..");
    }

    @Test
    void a_force_does_not_help_what_was_written_before_one_that_failed() throws IOException {
        write(file, "....");
        force(file);
        force(root);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(bytes("lost"), 0);
            disk.answer(call -> call.kind() == Kind.FORCE ? Answer.FAIL : Answer.OK);
            assertThatThrownBy(() -> channel.force(true)).hasMessage("Input/output error");

            disk.answer(_ -> Answer.OK);
            channel.force(true);
        }

        assertThat(Files.readString(file)).isEqualTo("lost");
        var left = new TreeSet<String>();
        for (long seed = 0; seed < 20; seed++) {
            SimulatedDisk after = disk.crash(new SplittableRandom(seed));
            left.add(Files.readString(after.getPath("/file")));
        }
        assertThat(left).containsExactly("....", "lost");
    }

    @Test
    void an_ignored_force_says_it_has_worked() throws IOException {
        disk.answer(_ -> Answer.IGNORE);
        write(file, "abcd");
        force(file);
        force(root);

        assertThat(left(disk, "/file")).contains("-", "", "abcd");
    }

    @Test
    void a_killed_process_leaves_all_that_it_has_written() throws IOException {
        write(file, "abcd");

        SimulatedDisk after = disk.kill();

        assertThat(Files.readString(after.getPath("/file"))).isEqualTo("abcd");
    }

    @Test
    void a_disk_goes_on_after_a_crash_apart_from_the_old_one() throws IOException {
        write(file, "one");
        force(file);
        force(root);
        SimulatedDisk after = disk.crash(new SplittableRandom(1));
        Path other = after.getPath("/file");

        Files.writeString(other, "+", StandardOpenOption.APPEND);
        Files.writeString(file, "two");

        assertThat(Files.readString(other)).isEqualTo("one+");
        assertThat(Files.readString(file)).isEqualTo("two");
        assertThat(left(after, "/file")).containsExactly("one", "one+", "one0");
        force(other);
        assertThat(left(after, "/file")).containsExactly("one+");
    }

    @Test
    void the_same_seed_gives_the_same_disks() throws IOException {
        write(file, "abcdefgh");
        write(disk.getPath("/other"), "ijkl");

        assertThat(told(7)).isEqualTo(told(7)).isNotEqualTo(told(8));
    }

    private List<String> told(long seed) throws IOException {
        var all = new ArrayList<String>();
        for (Crash crash : disk.crashes(seed, 20)) {
            Path left = crash.disk().getPath("/file");
            all.add(crash + ": " + (Files.exists(left) ? Files.readString(left) : "-"));
        }
        return all;
    }

    @Test
    void a_call_fails_as_told() throws IOException {
        write(file, "abcd");
        long next = disk.calls() + 1;

        disk.answer(call -> call.number() == next ? Answer.FAIL : Answer.OK);

        assertThatThrownBy(() -> Files.readString(file))
                .isInstanceOf(IOException.class)
                .hasMessage("/file: Input/output error");
        assertThat(Files.readString(file)).isEqualTo("abcd");
    }

    @Test
    void a_short_write_writes_half() throws IOException {
        disk.answer(call -> call.kind() == Kind.WRITE ? Answer.SHORT : Answer.OK);

        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            ByteBuffer bytes = bytes("abcd");
            assertThat(channel.write(bytes)).isEqualTo(2);
            assertThat(bytes.remaining()).isEqualTo(2);
            assertThat(channel.position()).isEqualTo(2);
        }
        assertThat(Files.readString(file)).isEqualTo("ab");
    }

    @Test
    void a_full_disk_takes_what_fits_and_more_when_something_is_deleted() throws IOException {
        disk.space(6);
        write(disk.getPath("/other"), "1234");

        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            assertThat(channel.write(bytes("abcd"))).isEqualTo(2);
            assertThatThrownBy(() -> channel.write(bytes("cd")))
                    .hasMessage("No space left on device");
            Files.delete(disk.getPath("/other"));
            assertThat(channel.write(bytes("cd"))).isEqualTo(2);
        }
        assertThat(Files.readString(file)).isEqualTo("abcd");
        assertThat(Files.getFileStore(file).getUsableSpace()).isEqualTo(2);
    }

    @Test
    void a_deleted_file_can_be_read_by_who_has_it_open() throws IOException {
        write(file, "abcd");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Files.delete(file);

            assertThat(channel.size()).isEqualTo(4);
            assertThat(disk.used()).isEqualTo(4);
        }
        assertThat(disk.used()).isZero();
    }

    @Test
    void a_file_is_locked_once() throws IOException {
        try (FileChannel one = open();
                FileChannel other = open()) {
            var lock = one.lock();

            assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
            lock.release();
            assertThat(other.tryLock().isValid()).isTrue();
        }
        try (FileChannel again = open()) {
            assertThat(again.tryLock()).isNotNull();
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    @Test
    void an_interrupt_closes_a_channel_but_no_stream() throws IOException {
        try (var stream = Files.newOutputStream(file);
                FileChannel channel = open()) {
            Thread.currentThread().interrupt();

            stream.write('a');
            assertThatThrownBy(() -> channel.write(bytes("b")))
                    .isInstanceOf(ClosedByInterruptException.class);
            assertThat(channel.isOpen()).isFalse();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(Files.readString(file)).isEqualTo("a");
    }

    @Test
    void permissions_are_kept() throws IOException {
        Path folder = disk.getPath("/folder");
        Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        write(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        Path after = disk.kill().getPath("/folder");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(after)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.getOwner(file).getName()).isEqualTo(System.getProperty("user.name"));
    }
}
