//! The command list: the one place that names what a front may ask.
//!
//! Each line gives the command's name, request, answer, who may call it and the function that answers. The dispatch, the
//! schemas and the TypeScript of the user interface all come from this list.

/// Who may call a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody in front of the program, also without a login.
    Anyone,
    /// Staff with an open session; the right is checked by the command.
    Staff,
    /// Staff as well; takes more than one step, between which others are answered.
    Steps,
    /// Staff as well; changes nothing, so that it is also answered while the desk is busy.
    Reading,
    /// The citizen's window, and nothing else.
    Citizen,
}

impl Access {
    /// Returns who may call, in a word.
    pub fn who(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Staff | Self::Steps | Self::Reading => "staff",
            Self::Citizen => "citizen",
        }
    }
}

/// Hands every line of the command list to the macro named by the caller.
macro_rules! for_each_command {
    ($with:ident) => {
        $with! {
            status(Nothing) -> Status, Anyone, session::status;
            compose_site_name(SiteNameParts) -> SiteName, Anyone, session::compose_site_name;
            set_up(SetUp) -> SetUpDone, Anyone, session::set_up;
            log_in(LogIn) -> Session, Anyone, session::log_in;
            log_in_with_recovery(LogInWithRecovery) -> Session, Anyone, session::log_in_with_recovery;
            restore_backup(RestoreBackup) -> RestoreDone, Anyone, restore::restore_backup;
            lock(Nothing) -> Nothing, Anyone, session::lock;
            session(Nothing) -> Session, Staff, session::session;
            change_password(ChangePassword) -> Nothing, Staff, session::change_password;
            settle_whereabouts(SettleWhereabouts) -> Session, Staff, whereabouts::settle_whereabouts;

            catalogue(Nothing) -> Catalogue, Staff, catalogue::catalogue;
            home(Nothing) -> Home, Staff, list::home;
            list_tickets(ListTickets) -> TicketList, Reading, list::list_tickets;
            search(Search) -> SearchResult, Reading, list::search;

            check_intake(VisitInput) -> IntakeCheck, Staff, intake::check_intake;
            register_visit(VisitInput) -> VisitDone, Staff, intake::register_visit;
            save_draft(SaveDraft) -> DraftRow, Staff, intake::save_draft;
            list_drafts(Nothing) -> DraftList, Staff, intake::list_drafts;
            open_draft(ById) -> Draft, Staff, intake::open_draft;
            discard_draft(ById) -> Nothing, Staff, intake::discard_draft;

            get_ticket(ById) -> TicketPage, Staff, ticket::get_ticket;
            find_ticket(ByNumber) -> ById, Staff, ticket::find_ticket;
            edit_ticket(EditTicket) -> Saved, Staff, ticket::edit_ticket;
            save_party(SaveParty) -> Saved, Staff, ticket::save_party;
            save_material(SaveMaterial) -> Saved, Staff, ticket::save_material;
            suggest_assignees(ById) -> Suggestions, Staff, suggest::suggest_assignees;
            assign_ticket(AssignTicket) -> Saved, Staff, ticket::assign_ticket;
            accept_ticket(OnVersion) -> Saved, Staff, ticket::accept_ticket;
            decline_ticket(WithReason) -> Saved, Staff, ticket::decline_ticket;
            add_note(AddNote) -> Saved, Staff, ticket::add_note;
            transfer_ticket(TransferTicket) -> Saved, Staff, ticket::transfer_ticket;
            split_ticket(SplitTicket) -> NewTicket, Staff, ticket::split_ticket;
            take_step(TakeStep) -> Saved, Staff, procedure::take_step;
            close_ticket(EndTicket) -> Saved, Staff, ticket::close_ticket;
            refuse_ticket(EndTicket) -> Saved, Staff, ticket::refuse_ticket;
            withdraw_ticket(WithReason) -> Saved, Staff, ticket::withdraw_ticket;
            void_ticket(WithReason) -> Saved, Staff, ticket::void_ticket;
            reopen_ticket(WithReason) -> Saved, Staff, ticket::reopen_ticket;
            answer_finding(AnswerFinding) -> Saved, Staff, ticket::answer_finding;
            link_tickets(LinkTickets) -> Saved, Staff, ticket::link_tickets;

            get_person(ById) -> PersonPage, Staff, person::get_person;
            edit_person(EditPerson) -> Saved, Staff, person::edit_person;
            merge_persons(MergePersons) -> Saved, Staff, person::merge_persons;
            unmerge_person(UnmergePerson) -> Saved, Staff, person::unmerge_person;
            list_duplicates(Nothing) -> DuplicateList, Staff, person::list_duplicates;
            reveal(Reveal) -> Revealed, Staff, person::reveal;

            list_conflicts(Nothing) -> ConflictList, Staff, conflict::list_conflicts;
            resolve_conflict(ResolveConflict) -> Saved, Staff, conflict::resolve_conflict;

            ask_rating(ById) -> Nothing, Staff, rating::ask_rating;
            rating_progress(Nothing) -> RatingProgress, Staff, rating::rating_progress;
            stop_rating(StopRating) -> Nothing, Staff, rating::stop_rating;
            list_rating_tasks(Nothing) -> RatingTasks, Staff, rating::list_rating_tasks;
            finish_rating_task(FinishRatingTask) -> Nothing, Staff, rating::finish_rating_task;
            rating_screen(Nothing) -> RatingScreen, Citizen, rating::rating_screen;
            submit_rating(SubmitRating) -> Nothing, Citizen, rating::submit_rating;
            decline_rating(DeclineRating) -> Nothing, Citizen, rating::decline_rating;

            first_texts(TextsOf) -> PaperTexts, Staff, paper_texts::first_texts;
            preview_paper(PaperOf) -> PaperPreview, Staff, paper::preview_paper;
            issue_paper(IssuePaper) -> PaperPreview, Staff, paper::issue_paper;
            issue_batch(IssueBatch) -> PaperPreview, Staff, paper_volume::issue_batch;
            preview_volume(VolumeOf) -> PaperPreview, Staff, paper_volume::preview_volume;
            issue_volume(IssueVolume) -> PaperPreview, Staff, paper_volume::issue_volume;
            list_papers(PapersOf) -> PaperLibrary, Staff, paper_library::list_papers;
            open_paper(ByPaper) -> PaperPreview, Staff, paper_library::open_paper;
            copy_paper(CopyPaper) -> PaperPreview, Staff, paper_library::copy_paper;
            void_paper(VoidPaper) -> Nothing, Staff, paper_library::void_paper;
            verify_paper(PaperCode) -> PaperCheck, Staff, paper_library::verify_paper;
            issue_slips(IssueSlips) -> PaperPreview, Staff, slip::issue_slips;
            list_slips(Nothing) -> SlipList, Staff, slip::list_slips;
            enter_slip(EnterSlip) -> Nothing, Staff, slip::enter_slip;
            void_slip(VoidSlip) -> Nothing, Staff, slip::void_slip;
            deliver_papers(DeliverPapers) -> Delivered, Staff, paper_delivery::deliver_papers;

            list_staff(Nothing) -> StaffList, Staff, staff::list_staff;
            add_staff(AddStaff) -> Saved, Staff, staff::add_staff;
            edit_staff(EditStaff) -> Saved, Staff, staff::edit_staff;
            reset_password(ResetPassword) -> Nothing, Staff, staff::reset_password;
            list_institutions(Nothing) -> InstitutionList, Staff, institution::list_institutions;
            save_institution(SaveInstitution) -> Saved, Staff, institution::save_institution;
            list_duty(DutySpan) -> DutyRoster, Staff, staff::list_duty;
            save_duty(DutyDay) -> Nothing, Staff, staff::save_duty;
            list_access(Nothing) -> AccessLog, Staff, staff::list_access;

            sweep(Nothing) -> SweepDone, Staff, supervise::sweep;
            list_supervisions(ListSupervisions) -> SupervisionList, Staff, supervise::list_supervisions;
            reply_supervision(SupervisionText) -> Saved, Staff, supervise::reply_supervision;
            close_supervision(SupervisionText) -> Saved, Staff, supervise::close_supervision;

            exchange_board(Nothing) -> ExchangeBoard, Staff, exchange::exchange_board;
            exchange_now(Nothing) -> ExchangeNow, Reading, exchange::exchange_now;
            own_card(Nothing) -> DeskCard, Staff, exchange::own_card;
            read_card(CardText) -> DeskCard, Staff, exchange::read_card;
            enrol_peer(EnrolPeer) -> DeskCard, Staff, exchange::enrol_peer;
            revoke_peer(RevokePeer) -> Nothing, Staff, exchange::revoke_peer;
            thaw_peer(ThawPeer) -> Nothing, Staff, exchange::thaw_peer;
            renew_device_keys(Nothing) -> DeskCard, Staff, exchange::renew_device_keys;
            export_package(ExportPackage) -> ExportDone, Staff, package::export_package;
            list_package_files(PackageFolder) -> PackageFiles, Staff, package::list_package_files;
            inspect_package(PackageFile) -> PackageOuter, Staff, package::inspect_package;
            read_manifest(PackageFile) -> PackageManifest, Staff, package::read_manifest;
            preview_package(PackageFile) -> PackagePreview, Staff, package::preview_package;
            apply_package(PackageFile) -> PackageDone, Steps, package::apply_package;
            undo_package(UndoPackage) -> PackageRow, Staff, package::undo_package;
            list_packages(ListPackages) -> PackageList, Staff, package::list_packages;
            list_set_aside(ById) -> PackageRefusals, Staff, package::list_set_aside;
            list_rejected(ById) -> PackageRefusals, Staff, exchange::list_rejected;
            ticket_exchange(ById) -> TicketExchange, Staff, exchange::ticket_exchange;
            hall_state(Nothing) -> HallState, Staff, hall::hall_state;
            set_hall(SetHall) -> HallState, Staff, hall::set_hall;
            set_hall_store(SetHallStore) -> HallState, Steps, hall::set_hall_store;
            list_home_visits(ListHomeVisits) -> HomeVisitList, Staff, duty::list_home_visits;
            list_proposals(Nothing) -> ProposalList, Staff, duty::list_proposals;
            decide_proposal(DecideProposal) -> Saved, Staff, duty::decide_proposal;
            list_referrals(ListReferrals) -> ReferralList, Staff, duty::list_referrals;
            list_hand_over(ListHandOver) -> HandOverList, Staff, duty::list_hand_over;
            hand_over(HandOver) -> Nothing, Staff, duty::hand_over;
            make_list(MakeList) -> PaperPreview, Staff, paper_list::make_list;

            list_template_packs(Nothing) -> TemplatePackList, Staff, shelf::list_template_packs;
            import_template_pack(ImportTemplatePack) -> TemplatePackList, Staff, shelf::import_template_pack;
            withdraw_template_pack(WithdrawTemplatePack) -> TemplatePackList, Staff, shelf::withdraw_template_pack;
            list_parameters(Nothing) -> ParameterList, Staff, parameter::list_parameters;
            parameter_history(ByCode) -> ParameterHistory, Staff, parameter::parameter_history;
            save_parameter(SaveParameter) -> Recounted, Staff, parameter::save_parameter;
            list_calendar(Nothing) -> CalendarYears, Staff, parameter::list_calendar;
            import_calendar(ImportCalendar) -> Recounted, Staff, parameter::import_calendar;
            withdraw_calendar(CalendarTable) -> Recounted, Staff, parameter::withdraw_calendar;

            get_settings(Nothing) -> Settings, Staff, setting::get_settings;
            save_settings(SaveSettings) -> Saved, Staff, setting::save_settings;
            get_print_settings(Nothing) -> PrintSettings, Staff, print::get_print_settings;
            save_print_setting(PrintKind) -> Nothing, Staff, print::save_print_setting;
            make_test_page(ByPaperKind) -> PaperPreview, Staff, print::make_test_page;
            verify(Nothing) -> VerifyReport, Staff, setting::verify;
            back_up(Nothing) -> BackupDone, Staff, backup::back_up;
            list_backups(Nothing) -> BackupList, Anyone, backup::list_backups;
            key_state(Nothing) -> KeyState, Staff, keys::key_state;
            renew_recovery(RenewRecovery) -> NewRecovery, Staff, keys::renew_recovery;
            remove_escrow(Nothing) -> Nothing, Staff, keys::remove_escrow;
            rekey(Nothing) -> RekeyDone, Staff, keys::rekey;
        }
    };
}
pub(crate) use for_each_command;
