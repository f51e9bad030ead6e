#!/usr/bin/env perl
# Holds the sources to the layer table of docs/architecture.md. Prints a line for each place that does not fit.
#   tests/layers.pl includes       #includes of libraries, own or foreign, that a row does not name
#   tests/layers.pl links          libraries that a CMakeLists.txt links although its row does not name them
#   tests/layers.pl idle           what a row names and no source of its folder includes
#   tests/layers.pl compiled NAME  objects that saw headers of a foreign library which their row does not name, directly or
#                                  not; reads what `ninja -t deps` prints
use strict;
use warnings;

# How the headers of foreign libraries begin. A library that the table names must stand here.
my %foreign = (
    'CLI11'         => qr{^CLI/},
    'LibTorch'      => qr{^(torch|ATen|c10)/},
    'OpenCV'        => qr{^opencv2/},
    'OpenSSL'       => qr{^openssl/},
    'QCustomPlot'   => qr{^qcustomplot\.h},
    'Qt 6'          => qr{^(Q[A-Z]|Qt[A-Z][A-Za-z]*/)},
    'libjpeg-turbo' => qr{^turbojpeg\.h},
    'libzip'        => qr{^zip\.h},
    'matio'         => qr{^matio\.h},
    'nlohmann-json' => qr{^nlohmann/},
    'protobuf'      => qr{^(google/protobuf/|.*\.pb\.h$)},
    'yaml-cpp'      => qr{^yaml-cpp/},
    'zlib'          => qr{^zlib\.h},
);

# The same as paths in the compiler's dependency log, of those that must not come in through other headers either.
my %compiled = (
    'LibTorch' => qr{/(torch|ATen|c10)/},
    'OpenCV'   => qr{/(opencv4|opencv2)/},
    'Qt 6'     => qr{/qt6/},
);

my (@rows, %rowOf);
open(my $table, '<', 'docs/architecture.md') or die "docs/architecture.md: $!\n";
while (my $line = <$table>) {
    my @cells = split(/\|/, $line);
    next unless @cells >= 6 && $cells[1] =~ /`/ && $cells[2] =~ m{`((?:core|ui|app)[\w/]*)`};
    my %row = (folder => $1, line => $.);
    $row{names} = [$cells[1] =~ /`([\w-]+)`/g];
    $row{uses} = [$cells[3] =~ /`([\w-]+)`/g];
    $row{outside} = [grep { length } map { s/^\s+|\s+$//gr } split(/,/, $cells[4])];
    for my $library (@{$row{uses}}) {
        # Lower rows stand on higher ones, so there can be no circle.
        print "docs/architecture.md:$.: $library is no library of a row above\n" unless $rowOf{$library};
    }
    for my $library (@{$row{outside}}) {
        print "docs/architecture.md:$.: $library is not known to tests/layers.pl\n" unless $foreign{$library};
    }
    $rowOf{$_} = \%row for @{$row{names}};
    push(@rows, \%row);
}
die "docs/architecture.md holds no layer table\n" unless @rows;

sub rowOfPath {
    my ($path) = @_;
    my ($best) = sort { length($b->{folder}) <=> length($a->{folder}) }
        grep { index($path, "$_->{folder}/") == 0 } @rows;
    return $best;
}

# visit(row, place, header, row of the header or undef, name of its foreign library or undef)
sub eachInclude {
    my ($visit) = @_;
    for my $file (split(/\n/, qx{find core ui app -name '*.h' -o -name '*.cpp' | sort})) {
        my $row = rowOfPath($file);
        if (!$row) {
            print "$file: its folder is in no row of docs/architecture.md\n";
            next;
        }
        open(my $source, '<', $file) or die "$file: $!\n";
        while (my $line = <$source>) {
            next unless $line =~ /^\s*#\s*include\s*[<"]([^>"]+)[>"]/;
            my $header = $1;
            my ($library) = grep { $header =~ $foreign{$_} } sort keys %foreign;
            my $target = $header =~ m{^(core|ui|app)/} ? rowOfPath($header) : undef;
            $visit->($row, "$file:$.", $header, $target, $library);
        }
    }
}

sub named { my ($row, $target) = @_; return $row == $target || grep { $rowOf{$_} == $target } @{$row->{uses}}; }

my $mode = shift(@ARGV) // '';
if ($mode eq 'includes') {
    eachInclude(sub {
        my ($row, $place, $header, $target, $library) = @_;
        print "$place: $header\n" if $target && !named($row, $target);
        print "$place: $header ($library)\n" if $library && !grep { $_ eq $library } @{$row->{outside}};
    });
} elsif ($mode eq 'links') {
    for my $file (split(/\n/, qx{find core ui app -name CMakeLists.txt -o -name '*.cmake' | sort})) {
        open(my $source, '<', $file) or die "$file: $!\n";
        my $text = do { local $/; <$source> };
        while ($text =~ /\b(?:pf_library|target_link_libraries)\(\s*(\S+)([^)]*)\)/g) {
            my ($name, $rest) = ($1, $2);
            my $row = $rowOf{$name} or next;
            for my $library ($rest =~ /\b(pf_\w+)\b/g) {
                my $target = $rowOf{$library} or next;
                print "$file: $name links $library\n" unless named($row, $target);
            }
        }
    }
} elsif ($mode eq 'idle') {
    my (%used, %hasSources);
    eachInclude(sub {
        my ($row, $place, $header, $target, $library) = @_;
        $hasSources{$row->{folder}} = 1;
        $used{"$row->{folder} $target->{folder}"} = 1 if $target;
        $used{"$row->{folder} $library"} = 1 if $library;
    });
    for my $row (grep { $hasSources{$_->{folder}} } @rows) {
        for my $library (@{$row->{uses}}) {
            print "docs/architecture.md:$row->{line}: $row->{folder} uses nothing of $library\n"
                unless $used{"$row->{folder} $rowOf{$library}{folder}"};
        }
        for my $library (@{$row->{outside}}) {
            print "docs/architecture.md:$row->{line}: $row->{folder} includes nothing of $library\n"
                unless $used{"$row->{folder} $library"};
        }
    }
} elsif ($mode eq 'compiled' && @ARGV == 1) {
    my $name = shift(@ARGV);
    my $header = $compiled{$name} or die "$name is not known to tests/layers.pl\n";
    my ($object, $watched);
    while (my $line = <STDIN>) {
        if ($line =~ /^(\S+):/) {
            $object = $1;
            my $row = rowOfPath($object);
            $watched = $row && $object !~ /cmake_pch/ && !grep { $_ eq $name } @{$row->{outside}};
        } elsif ($watched && $line =~ $header) {
            $line =~ s/^\s+|\s+$//g;
            print "$object saw $line\n";
            $watched = 0;
        }
    }
} else {
    die "usage: tests/layers.pl includes | links | idle | compiled NAME\n";
}
