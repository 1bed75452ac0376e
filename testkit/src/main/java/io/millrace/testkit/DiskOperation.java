package io.millrace.testkit;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** What was done to a simulated disk; files and folders go by their numbers. */
sealed interface DiskOperation {

    /** Something that a loss of power may undo, until it is forced. */
    sealed interface Change extends DiskOperation {
        /** Returns the file or folder that has to be forced. */
        int forcedWith();
    }

    /** A change of what is in a file. */
    sealed interface DataChange extends Change {}

    /** A change of what is in a folder. */
    sealed interface NameChange extends Change {
        /** Returns the file or folder whose name it is. */
        int node();

        /** Returns whether it has to do with a name. */
        boolean concerns(int folder, String name);

        /**
         * Returns whether it cannot be without an earlier change: a journal keeps their order if
         * they have the same name, or are about the same file.
         */
        default boolean follows(NameChange earlier) {
            return earlier.node() == node()
                    || switch (this) {
                        case Link it -> earlier.concerns(it.folder, it.name);
                        case Unlink it -> earlier.concerns(it.folder, it.name);
                        case Move it ->
                                earlier.concerns(it.from, it.name)
                                        || earlier.concerns(it.to, it.as);
                    };
        }
    }

    /** Bytes written, which nobody changes any more. */
    @SuppressWarnings("ArrayRecordComponent")
    record Write(int file, long at, byte[] bytes) implements DataChange {
        @Override
        public int forcedWith() {
            return file;
        }

        @Override
        public String toString() {
            return "write %,d bytes to #%d at %,d".formatted(bytes.length, file, at);
        }
    }

    /** A file cut back. */
    record Resize(int file, long size) implements DataChange {
        @Override
        public int forcedWith() {
            return file;
        }

        @Override
        public String toString() {
            return "cut #%d to %,d bytes".formatted(file, size);
        }
    }

    /** A new file or folder. */
    record Link(
            int folder,
            String name,
            int node,
            boolean isFolder,
            Set<PosixFilePermission> permissions)
            implements NameChange {
        @Override
        public int forcedWith() {
            return folder;
        }

        @Override
        public boolean concerns(int other, String otherName) {
            return folder == other && name.equals(otherName);
        }

        @Override
        public String toString() {
            return "make #%d as '%s' in #%d".formatted(node, name, folder);
        }
    }

    /** A name deleted. */
    record Unlink(int folder, String name, int node) implements NameChange {
        @Override
        public int forcedWith() {
            return folder;
        }

        @Override
        public boolean concerns(int other, String otherName) {
            return folder == other && name.equals(otherName);
        }

        @Override
        public String toString() {
            return "delete '%s' (#%d) from #%d".formatted(name, node, folder);
        }
    }

    /** A new name, in the place of what had it; it is all or nothing. */
    record Move(int from, String name, int to, String as, int node) implements NameChange {
        @Override
        public int forcedWith() {
            return to;
        }

        @Override
        public boolean concerns(int other, String otherName) {
            return (from == other && name.equals(otherName))
                    || (to == other && as.equals(otherName));
        }

        @Override
        public String toString() {
            return "move #%d from '%s' in #%d to '%s' in #%d".formatted(node, name, from, as, to);
        }
    }

    /**
     * A file or folder forced.
     *
     * @param works false if the disk said that it could not
     */
    record Force(int node, boolean works) implements DiskOperation {
        @Override
        public String toString() {
            return (works ? "force #%d" : "force #%d, which fails").formatted(node);
        }
    }
}
